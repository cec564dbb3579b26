#!/bin/sh
# Makes models/, scores/ and runs/ with the program of commit 5a07085: make.sh CHECKOUT, a checkout of that commit.
set -eu
concertina=$1/cli/bin/concertina
digits=$1/cli/examples/data/digits8x8/digits-train.csv.gz
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf models scores runs
mkdir -p models scores runs

score() { # NAME ROWS
  "$concertina" score "models/$1.concertina" --data "$2" --engine native --threads 1 --output "scores/$1.csv"
}

train() { # NAME, SUFFIX of the data; the configuration without data on standard input
  { printf 'seed: 5\n'; cat; } > "$work/$1.yaml"
  "$concertina" train --config "$work/$1.yaml" --data "train$2" --engine native --threads 1 --epochs 3 \
    --set training.batch=8 --output "$work/$1"
  mv "$work/$1/model.concertina" "models/$1.concertina"
  score "$1" "rows$2"
}

layers() { # NAME, SUFFIX, layers of the encoder, one a line
  { printf 'model:\n  encoder:\n'; cat; printf '  decoder:\n    - dense: {activation: sigmoid}\n'; } | train "$1" "$2"
}

derive() { # NAME, then a command of concertina without --output
  name=$1
  shift
  "$concertina" "$@" --output "models/$name.concertina"
  score "$name" rows.csv
}

interrupted() { # NAME; its configuration, without data, on standard input: two runs, one of them killed after epoch 3
  { printf 'seed: 5\ndata: {columns: [p18, p19, p20, p21, p26, p27, p28, p29, p34, p35, p36, p37], scaling: {range: [0, 16]}}\n'; cat; } \
    > "$work/$1.yaml"
  set -- "$1" train --config "$work/$1.yaml" --data "$digits" --engine native --threads 1 --epochs 6 --set training.batch=4
  name=$1
  shift
  "$concertina" "$@" --output "$work/$name"
  mkfifo "$work/$name.fifo"
  "$concertina" "$@" --output "runs/$name" 2> "$work/$name.fifo" &
  process=$!
  while read -r line; do
    case $line in "epoch 3/6"*) kill -9 $process ;; esac
  done < "$work/$name.fifo"
  wait $process || true
  test ! -e "runs/$name/model.concertina"
  mv "$work/$name/history.csv" "runs/$name/uninterrupted.csv"
  sed -i "s|$digits|digits-train.csv.gz|" "runs/$name/config.yaml"
}

# --- plugins/standard: layers -------------------------------------------------------------------

layers dense .csv <<Y
    - dense: {units: 4, activation: tanh}
    - dense: {units: 3, bias: false}
Y
layers unnamed .npy <<Y
    - dense: {units: 3}
Y
layers activations .csv <<Y
    - dense: {units: 3, activation: linear}
    - dense: {units: 3, activation: relu, bias_initializer: {constant: {value: 0.5}}}
    - dense: {units: 3, activation: leaky_relu}
    - dense: {units: 3, activation: {leaky_relu: {alpha: 0.1}}}
    - dense: {units: 3, activation: elu}
    - dense: {units: 3, activation: {elu: {alpha: 0.5}}}
    - dense: {units: 3, activation: selu}
    - dense: {units: 3, activation: gelu}
    - dense: {units: 3, activation: {gelu: {approximate: true}}}
    - dense: {units: 3, activation: silu}
    - dense: {units: 3, activation: softplus}
    - dense: {units: 3, activation: sigmoid}
    - dense: {units: 3, activation: hard_sigmoid}
    - dense: {units: 3, activation: tanh}
    - dense: {units: 3, activation: softmax}
Y
layers initializers .csv <<Y
    - dense: {units: 3, kernel_initializer: glorot_uniform, bias_initializer: zeros}
    - dense: {units: 3, kernel_initializer: glorot_normal, bias_initializer: ones}
    - dense: {units: 3, kernel_initializer: he_uniform, bias_initializer: {constant: {value: 0.1}}}
    - dense: {units: 3, kernel_initializer: he_normal, bias_initializer: {uniform: {low: -0.1, high: 0.1}}}
    - dense: {units: 3, kernel_initializer: lecun_uniform, bias_initializer: {normal: {mean: 0.1, stddev: 0.1}}}
    - dense: {units: 3, kernel_initializer: lecun_normal, bias_initializer: uniform}
    - dense: {units: 3, kernel_initializer: orthogonal, bias_initializer: normal}
    - dense: {units: 3, kernel_initializer: {orthogonal: {gain: 1.5}}}
Y
layers regularizers .csv <<Y
    - dense: {units: 4, kernel_regularizer: l1, activity_regularizer: l2}
    - dense: {units: 4, kernel_regularizer: {l2: {strength: 0.001}}, activity_regularizer: {l1: {strength: 0.001}}}
    - dense: {units: 3, kernel_regularizer: elastic_net, activity_regularizer: {elastic_net: {l1: 0.001, l2: 0.002}}}
Y
train tied_dense .csv <<Y
model:
  encoder:
    - dense: {units: 4, activation: tanh}
    - dense: {units: 3}
  decoder:
    - tied_dense: {of: encoder/dense_2, activation: tanh}
    - tied_dense: {of: encoder/dense_1, bias: false}
Y
layers activation .csv <<Y
    - dense: {units: 4}
    - activation: {function: relu}
    - activation: {function: {leaky_relu: {alpha: 0.3}}}
Y
layers dropout .csv <<Y
    - dropout: {rate: 0.1}
    - dense: {units: 4}
    - dropout: {rate: 0.5}
Y
layers gaussian_noise .csv <<Y
    - gaussian_noise: {stddev: 0.2}
    - dense: {units: 4}
Y
layers masking_noise .csv <<Y
    - masking_noise: {rate: 0.3}
    - dense: {units: 4}
Y
layers batch_norm .csv <<Y
    - dense: {units: 4}
    - batch_norm
    - batch_norm: {momentum: 0.9, epsilon: 0.01, scale: false}
    - batch_norm: {center: false}
Y
layers layer_norm .csv <<Y
    - dense: {units: 4}
    - layer_norm
    - layer_norm: {epsilon: 0.01, scale: false}
    - layer_norm: {center: false}
Y
train reshape -grid.npy <<Y
model:
  encoder:
    - flatten
    - dense: {units: 4}
    - reshape: {shape: [2, -1]}
    - dense: {units: 3}
    - flatten
  decoder:
    - dense: {units: 6, activation: sigmoid}
    - reshape: {shape: [2, 3]}
Y

# --- plugins/sparsity ---------------------------------------------------------------------------

layers top_k .csv <<Y
    - dense: {units: 6}
    - top_k: {k: 2}
Y
layers batch_top_k .csv <<Y
    - dense: {units: 6}
    - batch_top_k: {k: 2, momentum: 0.9, revival: 0.01, dead_after: 10}
Y
layers jump_relu .csv <<Y
    - dense: {units: 6}
    - jump_relu: {threshold: 0.2, bandwidth: 0.3, l0: 0.01}
Y
layers gated .csv <<Y
    - gated: {units: 5, sparsity: 0.01, reconstruction: 0.5}
Y
layers target_activity .csv <<Y
    - dense: {units: 4, activation: sigmoid}
    - target_activity: {target: 0.1, strength: 0.01}
    - dense: {units: 4, activation: sigmoid}
    - target_activity: {target: 0.1, strength: 0.01, form: quadratic}
Y
layers contractive .csv <<Y
    - contractive: {layer: {dense: {units: 3, activation: tanh}}, strength: 0.01, probes: 2}
Y
layers contractive_dense .csv <<Y
    - contractive_dense: {units: 3, strength: 0.01}
Y
layers random_zero .csv <<Y
    - dense: {units: 5, kernel_initializer: {random_zero: {sparsity: 0.5, keep: true}}}
    - dense: {units: 4, kernel_initializer: {random_zero: {sparsity: 0.3, of: he_normal}}}
Y
layers k_inputs .csv <<Y
    - dense: {units: 5, kernel_initializer: {k_inputs: {k: 2, keep: true}}}
    - dense: {units: 4, kernel_initializer: {k_inputs: {k: 3, stddev: 0.5}}}
Y
layers group_lasso .csv <<Y
    - dense: {units: 4, kernel_regularizer: group_lasso}
    - dense: {units: 3, kernel_regularizer: {group_lasso: {strength: 0.01, groups: inputs}}}
Y

# --- optimisers, losses, metrics, schedules and the rest of a training section --------------------

small="model: {encoder: [{dense: {units: 3, activation: tanh}}], decoder: [{dense: {activation: sigmoid}}]}"
train sgd .csv <<Y
$small
training:
  {loss: mae, optimizer: {sgd: {rate: 0.05, momentum: 0.9, nesterov: true}}, schedule: {step_decay: {factor: 0.5, every: 5}},
   metrics: [mse, max_error], clip: {value: 0.5}}
Y
train rmsprop .csv <<Y
$small
training:
  {loss: {huber: {delta: 0.5}}, optimizer: {rmsprop: {rate: 0.01, rho: 0.8}}, schedule: {exponential_decay: {decay_steps: 10}},
   metrics: [mae], clip: {norm: 1}, shuffle: false}
Y
train adagrad .csv <<Y
$small
training:
  {loss: bce, optimizer: {adagrad: {rate: 0.05, initial: 0.2}}, schedule: {polynomial: {power: 2, floor: 0.001}},
   metrics: [bce, binary_accuracy], clip: {global_norm: 1}}
Y
train adamw -shares.csv <<Y
model: {encoder: [{dense: {units: 3, activation: tanh}}], decoder: [{dense: {activation: softmax}}]}
training:
  {loss: cce, optimizer: {adamw: {rate: 0.01, weight_decay: 0.01}}, schedule: {warmup: {steps: 3, then: {cosine: {floor: 0.1}}}},
   metrics: [cce, cosine_similarity]}
Y
train stopping .csv <<Y
$small
training:
  {optimizer: {adam: {rate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-6}}, validation_split: 0.2, metrics: [mae],
   early_stopping: {monitor: val_mae, patience: 2}, plateau: {monitor: val_loss, patience: 1, min_rate: 0.0001}}
Y
train proximal_l1 .csv <<Y
$small
training: {optimizer: {proximal: {update: {adam: {rate: 0.01}}, l1: 0.1}}}
Y
train proximal_elastic .csv <<Y
$small
training: {optimizer: {proximal: {update: {sgd: {rate: 0.1, momentum: 0.5}}, l1: 0.1, l2: 0.1}}}
Y
train proximal_group .csv <<Y
$small
training: {optimizer: {proximal: {update: rmsprop, group: 0.5, groups: inputs}}}
Y

# --- preprocessing ------------------------------------------------------------------------------

train scaling_range .csv <<Y
data: {scaling: {range: [-1, 2]}}
$small
Y
train scaling_minmax .csv <<Y
data: {scaling: minmax}
$small
Y
train scaling_standard .csv <<Y
data: {scaling: standard}
model: {encoder: [{dense: {units: 3, activation: tanh}}], decoder: [dense]}
Y
train missing_mean -missing.csv <<Y
data: {missing: mean}
$small
Y
train missing_number -missing.csv <<Y
data: {missing: 0.25}
$small
Y
train missing_standard -missing.csv <<Y
data: {missing: mean, scaling: standard, exclude: [load]}
model: {encoder: [{dense: {units: 3, activation: tanh}}], decoder: [dense]}
Y

# --- value codings, masks ---------------------------------------------------------------------------

train wide .csv <<Y
model:
  encoder:
    - dense: {units: 16, activation: relu}
    - dense: {units: 4}
  decoder:
    - dense: {units: 16, activation: relu}
    - dense: {activation: sigmoid}
Y
wide=models/wide.concertina
more="--data train.csv --engine native --threads 1"
derive wide_f16 compress $wide --values f16
derive wide_int8 compress $wide --values int8
# shellcheck disable=SC2086
{
derive pruned prune $wide $more --sparsity 0.7 --fine-tune 2
derive pruned_bits prune $wide $more --sparsity 0.4
derive pruned_blocks prune $wide $more --sparsity 0.5 --granularity 1x4 --fine-tune 2
derive pruned_units prune $wide $more --sparsity 0.5 --granularity unit --fine-tune 2
derive pruned_f16 prune $wide $more --sparsity 0.9 --values f16
derive pruned_int8 prune $wide $more --sparsity 0.7 --values int8
}
train gradual .csv <<Y
$small
training:
  pruner: {gradual: {criterion: movement, sparsity: 0.5, scope: global, schedule: {kind: cosine, unit: steps, begin: 2, end: 12}}}
Y
train regrow .csv <<Y
$small
training: {pruner: {regrow: {sparsity: 0.5, growth: gradient, schedule: {unit: steps, begin: 2, end: 12, frequency: 3}}}}
Y

# --- runs that were interrupted -----------------------------------------------------------------

interrupted plain <<Y
model: {encoder: [{dense: {units: 6, activation: tanh}}, {dense: {units: 3}}], decoder: [{dense: {activation: sigmoid}}]}
training: {validation_split: 0.1, metrics: [mae]}
Y
interrupted noisy <<Y
model:
  encoder:
    - gaussian_noise: {stddev: 0.1}
    - dense: {units: 6, activation: relu}
    - batch_norm: {momentum: 0.9}
    - dropout: {rate: 0.1}
    - dense: {units: 3}
  decoder:
    - dense: {activation: sigmoid}
training:
  {loss: bce, optimizer: {adam: {rate: 0.01}}, schedule: cosine, clip: {global_norm: 1}, validation_split: 0.2,
   early_stopping: {patience: 3}, plateau: {patience: 1}}
Y
interrupted pruned <<Y
model: {encoder: [{dense: {units: 8, activation: tanh}}, {dense: {units: 3}}], decoder: [{dense: {activation: sigmoid}}]}
training:
  {optimizer: {sgd: {rate: 0.05, momentum: 0.9}}, pruner: {gradual: {criterion: movement, sparsity: 0.6,
   schedule: {unit: run, begin: 0.1, end: 0.9}}}}
Y
interrupted sparse <<Y
model:
  encoder:
    - dense: {units: 8, activity_regularizer: {l1: {strength: 0.0001}}}
    - batch_top_k: {k: 3, dead_after: 10}
  decoder:
    - dense: {activation: sigmoid, kernel_regularizer: {l2: {strength: 0.0001}}}
training: {optimizer: {proximal: {update: {adam: {rate: 0.003}}, l1: 0.01}}, schedule: {exponential_decay: {decay_steps: 100}}}
Y
