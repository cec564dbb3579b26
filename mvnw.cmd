@echo off
rem Runs Maven: the one on PATH, else one that this script has fetched before, else the version pinned in
rem .mvn\wrapper\maven-wrapper.properties, fetched from the Maven repository whose base address is in
rem MVNW_REPOURL and checked against the pinned SHA-512. The build itself refuses a Maven before 3.8.1.
rem Needs curl, tar and certutil, which Windows has since version 10.
setlocal enableextensions

where mvn.cmd >nul 2>nul
if not errorlevel 1 (
  call mvn.cmd %*
  exit /b
)

set "VERSION="
set "EXPECTED="
for /f "usebackq tokens=1,2 delims==" %%a in ("%~dp0.mvn\wrapper\maven-wrapper.properties") do (
  if "%%a"=="mavenVersion" set "VERSION=%%b"
  if "%%a"=="distributionSha512" set "EXPECTED=%%b"
)
if not defined MAVEN_USER_HOME set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
set "TARGET=%MAVEN_USER_HOME%\wrapper\dists\apache-maven-%VERSION%-bin\concertina"
set "MAVEN=%TARGET%\apache-maven-%VERSION%\bin\mvn.cmd"
if exist "%MAVEN%" goto run

if not defined MVNW_REPOURL (
  echo mvnw: no Maven on PATH; install 3.8.1 or newer, or set MVNW_REPOURL to the base address of a Maven repository to fetch %VERSION% from it 1>&2
  exit /b 1
)
set "ARCHIVE=apache-maven-%VERSION%-bin.tar.gz"
set "WORK=%TARGET%\fetch-%RANDOM%%RANDOM%"
mkdir "%WORK%" || exit /b 1
curl --fail --silent --show-error --location --output "%WORK%\%ARCHIVE%" "%MVNW_REPOURL%/org/apache/maven/apache-maven/%VERSION%/%ARCHIVE%"
if errorlevel 1 (
  echo mvnw: could not download %ARCHIVE%; check MVNW_REPOURL 1>&2
  rmdir /s /q "%WORK%"
  exit /b 1
)
certutil -hashfile "%WORK%\%ARCHIVE%" SHA512 | findstr /i /x "%EXPECTED%" >nul
if errorlevel 1 (
  echo mvnw: %ARCHIVE%: its SHA-512 is not the pinned one; the download is damaged or not what it claims to be 1>&2
  rmdir /s /q "%WORK%"
  exit /b 1
)
tar -xzf "%WORK%\%ARCHIVE%" -C "%WORK%"
if errorlevel 1 (
  rmdir /s /q "%WORK%"
  exit /b 1
)
move "%WORK%\apache-maven-%VERSION%" "%TARGET%" >nul
rmdir /s /q "%WORK%"

:run
call "%MAVEN%" %*
exit /b
