@echo off
rem Drop a workbook or a folder of inputs on this file: it opens the window of xltools for it.
rem The interpreter is the one that "xltools install-buttons" registered, else the first that has xltools.
setlocal DisableDelayedExpansion
set "PYTHON="
for /f "skip=2 tokens=2,*" %%A in ('reg query "HKCU\Software\VB and VBA Program Settings\xltools\python" /v path 2^>nul') do set "PYTHON=%%B"
if not defined PYTHON goto search
if exist "%PYTHON%" goto found
:search
set "PYTHON="
for /f "delims=" %%P in ('py -3 -c "import sys, xltools; print(sys.executable)" 2^>nul') do set "PYTHON=%%P"
if defined PYTHON goto found
for /f "delims=" %%P in ('python -c "import sys, xltools; print(sys.executable)" 2^>nul') do set "PYTHON=%%P"
if not defined PYTHON goto missing
:found
"%PYTHON%" -c "import tkinter, xltools.window.start" >nul 2>nul
if errorlevel 1 goto told
set "WINDOWED=%PYTHON:python.exe=pythonw.exe%"
if not exist "%WINDOWED%" set "WINDOWED=%PYTHON%"
:next
if "%~1"=="" start "" "%WINDOWED%" -m xltools open
if not "%~1"=="" start "" "%WINDOWED%" -m xltools open "%~1"
shift
if not "%~1"=="" goto next
exit /b 0
:told
"%PYTHON%" -m xltools open "%~1"
pause
exit /b 1
:missing
chcp 65001 >nul
echo xltools: 没有找到装有 xltools 的 Python. 
echo xltools: 请先安装 Python 3.11 以上的版本和 xltools, 再运行 xltools install-buttons . 
pause
exit /b 1
