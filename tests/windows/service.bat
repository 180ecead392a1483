@echo off
rem What the service would be on Windows. %1: deno.exe, %2: the bundle's main.js, which stands for the program.
setlocal
set KMS=%1 run -A --no-config --no-lock --cached-only -q %2
set KMS_EXECUTABLE=%2
set NO_COLOR=

%KMS% service install --dry-run
if not %ERRORLEVEL%==0 goto failed
%KMS% service uninstall --dry-run --purge
if not %ERRORLEVEL%==1 goto failed
%KMS% service status
if not %ERRORLEVEL%==1 goto failed
%KMS% --state "D:\100%%" service install --dry-run
if not %ERRORLEVEL%==1 goto failed

echo all steps passed
exit /b 0

:failed
echo a step ended with %ERRORLEVEL%
exit /b 9
