@echo off
rem From a publisher's key to an activated computer, as an administrator scripts it. %1: deno.exe, %2: the bundle's main.js.
setlocal
set KMS=%1 run -A --no-config --no-lock --cached-only -q %2
set NO_COLOR=

echo [{ "name": "Writer", "kind": "client", "threshold": 1, "countVirtual": true }]> products.json
%KMS% authority init --dir publisher --publisher Contoso --products products.json
if not %ERRORLEVEL%==0 goto failed

for /f %%k in ('%KMS% authority key issue --dir publisher --kind host') do set HOSTKEY=%%k
%KMS% --state host /ilc publisher\publisher.lic
if not %ERRORLEVEL%==0 goto failed
%KMS% --state host /ipk %HOSTKEY%
if not %ERRORLEVEL%==0 goto failed

rem a wrong key ends with 1, a wrong option with 2
%KMS% --state host /ipk AAAAA-AAAAA-AAAAA-AAAAA-AAAAA
if not %ERRORLEVEL%==1 goto failed
%KMS% --state host /nonsense
if not %ERRORLEVEL%==2 goto failed

for /f %%i in ('%KMS% --state host /dti') do set IID=%%i
for /f %%c in ('%KMS% authority confirm --dir publisher %IID%') do set CID=%%c
%KMS% --state host /atp %CID%
if not %ERRORLEVEL%==0 goto failed

start "host" /b %KMS% --state host serve --listen 127.0.0.1 --port 21688 > host.txt 2>&1
set TRIES=0
:wait
set /a TRIES=TRIES+1
if %TRIES%==60 goto failed
%KMS% --state host /dli > dli.txt
find "21688" dli.txt > nul
if not %ERRORLEVEL%==0 goto wait

for /f %%k in ('%KMS% authority key issue --dir publisher --kind client --product Writer') do set CLIENTKEY=%%k
%KMS% --state computer /ilc publisher\publisher.lic
if not %ERRORLEVEL%==0 goto failed
%KMS% --state computer /ipk %CLIENTKEY%
if not %ERRORLEVEL%==0 goto failed
%KMS% --state computer /skms 127.0.0.1:21688
if not %ERRORLEVEL%==0 goto failed
%KMS% --state computer /ato
if not %ERRORLEVEL%==0 goto failed
%KMS% --state computer client verify > verify.txt
if not %ERRORLEVEL%==0 goto failed
%KMS% --state host /dlv > dlv.txt
if not %ERRORLEVEL%==0 goto failed

rem the options that administrators put into batch files, in the spellings that they use
for %%o in ("/sai 60" "-sri 1440" "/CPRI" "--spri" "cdns" "/sdns" "/dlv All" "/xpr" "/cpky" "/cpky") do (
  %KMS% --state host %%~o >> options.txt
  if errorlevel 1 goto failed
)
%KMS% --state host /dli --json > dli.json
if not %ERRORLEVEL%==0 goto failed
find "VLRenewalInterval"":1440" dli.json > nul
if not %ERRORLEVEL%==0 goto failed
for %%o in ("/skms-domain example.com" "-ckms-domain" "/ckhc" "/skhc" "/act-type 2" "/dlv" "/rearm" "/ato" "/ckms") do (
  %KMS% --state computer %%~o >> options.txt
  if errorlevel 1 goto failed
)
rem what is a client's is refused on a host, and the other way round
%KMS% --state host /rearm
if not %ERRORLEVEL%==1 goto failed
%KMS% --state computer /sprt 1700
if not %ERRORLEVEL%==1 goto failed
%KMS% slui 0x2a 0x8007267C > slui.txt
if not %ERRORLEVEL%==0 goto failed
find "DNS_ERROR_NO_DNS_SERVERS" slui.txt > nul
if not %ERRORLEVEL%==0 goto failed

echo all steps passed
exit /b 0

:failed
echo a step ended with %ERRORLEVEL%
exit /b 9
