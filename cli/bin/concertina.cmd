@echo off
rem Starts the command line: finds a JDK 25 or newer, builds the program on first use, runs it.
setlocal enabledelayedexpansion
set NEEDED=25
set CLI=%~dp0..
set LIB=%CLI%\target\lib
set FOUND=
for %%H in ("%CONCERTINA_JAVA_HOME%" "%JAVA_HOME%") do call :consider %%H
for /d %%H in ("%ProgramFiles%\Java\*" "%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Microsoft\jdk*" "%USERPROFILE%\.jdks\*") do call :consider "%%H"
if not defined FOUND (
  echo concertina: expected a JDK %NEEDED% or newer, found none in CONCERTINA_JAVA_HOME, JAVA_HOME or the usual folders; install one or set CONCERTINA_JAVA_HOME 1>&2
  exit /b 1
)
if not exist "%LIB%\.complete" (
  echo concertina: first use, building ^(a few minutes^) 1>&2
  pushd "%CLI%\.."
  call mvnw.cmd -B -q -Dquick -DskipTests -pl cli -am package 1>&2 || (popd & exit /b 1)
  popd
  type nul > "%LIB%\.complete"
)
if not defined TF_CPP_MIN_LOG_LEVEL set TF_CPP_MIN_LOG_LEVEL=2
if not defined TF_OVERRIDE_GLOBAL_THREADPOOL set TF_OVERRIDE_GLOBAL_THREADPOOL=1
set YOUNG=
if "%~1"=="train" set YOUNG=-Xmn16m
for %%J in ("%CLI%\target\concertina-cli-*.jar") do set MAIN=%%~fJ
"%FOUND%\bin\java" -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%LIB%\concertina.jsa" -Xlog:disable -Xshare:auto -XX:+UseSerialGC %YOUNG% --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Dguice_bytecode_gen_option=DISABLED %JAVA_OPTS% -cp "%MAIN%" io.concertina.cli.Main %*
exit /b %ERRORLEVEL%

:consider
if defined FOUND exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==." %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set VERSION=%%~V
set VERSION=!VERSION:"=!
if !VERSION! geq %NEEDED% set FOUND=%~1
exit /b 0
