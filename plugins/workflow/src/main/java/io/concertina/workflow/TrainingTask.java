package io.concertina.workflow;

import io.concertina.score.Score;
import io.concertina.spi.Registry;
import io.concertina.train.Augmentation;
import io.concertina.train.Trainer;
import io.concertina.train.TrainingPlan;
import java.util.Optional;

/**
 * What is done with open rows, whatever model begins.
 *
 * @param registry knows metrics
 * @param plan how the model is trained
 * @param trainer who trains it
 * @param score how the trained model is to score rows; empty for the mean error
 * @param augmentation how training rows are changed at random
 */
record TrainingTask(
    Registry registry,
    TrainingPlan plan,
    Trainer trainer,
    Optional<Score> score,
    Optional<Augmentation> augmentation) {}
