#!/bin/sh
# Sets up what `make` needs, and only what is missing: sh tools/bootstrap.sh {demo|develop}
#   demo     .venv with xltools and what it runs on
#   develop  that, the development packages, LibreOffice, a screen to click on, fonts, poppler, Node.js and the
#            Open XML validator
# POSIX sh: dash, and the old bash of macOS, which takes a Chinese character after $name for a part of the name.
# Everything already in place costs a fraction of a second: each step leaves a stamp that holds what it was made
# from, so a changed file or a moved folder runs the step again.
set -eu
cd "$(dirname "$0")/.."

VENV=.venv
VALIDATOR=tests/validator

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
twice() { "$@" || { sleep 5; "$@"; }; }

# --- Debian packages -------------------------------------------------------------------------------------------

can_apt() { has apt-get && [ "$(id -u)" = 0 ]; }

apt_updated=
apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    if [ -z "$apt_updated" ]; then
        twice apt-get -qq update
        apt_updated=yes
    fi
    say "正在安装：$*"
    # Its thousand lines matter only when it fails.
    apt_log=$(mktemp)
    if ! twice apt-get -qq -y --no-install-recommends install "$@" >"$apt_log" 2>&1; then
        cat "$apt_log" >&2
        die "apt-get 没有装上 $*，原因见上面几行；请检查网络和软件源后重试。"
    fi
    rm -f "$apt_log"
}

# --- Python ----------------------------------------------------------------------------------------------------

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    # Asked, not only looked up: a pyenv shim is on PATH for versions that are not installed.
    for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3.12 python3.13 python3.14 python3; do
        if is_new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

make_venv() {
    # A venv knows the folder it was made in by its full path, so one that was moved or copied is made anew.
    if is_new_enough "$VENV/bin/python"; then
        if [ ! -e "$VENV/place" ] || [ "$(cat "$VENV/place")" = "$PWD" ]; then
            return
        fi
    fi
    python=$(find_python) || {
        if can_apt; then apt_install python3 python3-venv; fi
        python=$(find_python)
    } || die "没有找到 Python 3.11 或更新的版本。请先安装（Debian 12：sudo apt install python3 python3-venv；macOS：brew install python@3.12），再运行一次。"

    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        can_apt || die "这台机器的 Python 缺少 venv。请先运行：sudo apt install ${package}，再运行一次。"
        apt_install "$package"
    fi
    say "正在建立 ${VENV}（$("$python" --version)）"
    "$python" -m venv --clear "$VENV"
    printf '%s\n' "$PWD" >"$VENV/place"
}

# install_packages STAMP PIP-ARGUMENTS...
install_packages() {
    stamp=$VENV/$1
    shift
    made_from="$(cksum <pyproject.toml) $PWD"
    if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$made_from" ]; then
        return
    fi
    say "正在安装 Python 依赖，第一次需要几分钟……"
    # pip before 25.1 does not know --group.
    if ! { pip 'pip>=25.1' && pip "$@"; }; then
        die "Python 依赖没有装上，原因见上面几行；请检查网络后重试。"
    fi
    printf '%s\n' "$made_from" >"$stamp"
}

pip() { "$VENV/bin/python" -m pip --disable-pip-version-check install -qq "$@"; }

# --- programs the tests use ------------------------------------------------------------------------------------

office_program() {
    if has soffice; then
        command -v soffice
    elif [ -x /Applications/LibreOffice.app/Contents/MacOS/soffice ]; then
        echo /Applications/LibreOffice.app/Contents/MacOS/soffice
    else
        return 1
    fi
}

# Debian splits LibreOffice: soffice may be there without the programs that open workbooks and Word documents, or
# without windows to click in (packages ending in -nogui, which those with windows replace).
has_office() {
    program=$(office_program) || return 1
    [ "$(uname -s)" = Linux ] || return 0
    folder=$(dirname "$(readlink -f "$program")")
    [ -e "$folder/libsclo.so" ] && [ -e "$folder/libswlo.so" ] && [ -e "$folder/libvclplug_genlo.so" ]
}

# What the tests click with: a screen in memory, a mouse, pictures of the screen, LibreOffice's bridge to Python.
has_screen() { has Xvfb && has xdotool && has xwd; }
has_uno() { /usr/bin/python3 -c 'import uno' >/dev/null 2>&1; }

has_chinese_font() { [ "$(uname -s)" = Darwin ] || { has fc-list && [ -n "$(fc-list :lang=zh-cn family)" ]; }; }

has_node() { has npm && node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' >/dev/null 2>&1; }

has_browser() { [ "$(uname -s)" = Darwin ] || has chromium || has google-chrome; }

# Other Pythons than Debian's bring tkinter along, or not: a package would not change that.
lacks_tkinter_of_debian() {
    case $(readlink -f "$VENV/bin/python") in
    /usr/bin/*) ! "$VENV/bin/python" -c 'import tkinter' >/dev/null 2>&1 ;;
    *) return 1 ;;
    esac
}

install_programs() {
    debian=
    brew=
    has_office || { debian="$debian libreoffice-calc libreoffice-writer"; brew="$brew libreoffice"; }
    if [ "$(uname -s)" = Linux ]; then
        has_screen || debian="$debian xvfb xdotool x11-apps"
        has_uno || debian="$debian python3-uno"
        if lacks_tkinter_of_debian; then debian="$debian python3-tk"; fi
    fi
    has_chinese_font || debian="$debian fontconfig fonts-noto-cjk"
    has pdftoppm || { debian="$debian poppler-utils"; brew="$brew poppler"; }
    has_browser || debian="$debian chromium"
    has_node || { debian="$debian nodejs npm"; brew="$brew node"; }
    if [ -z "$debian$brew" ]; then
        return
    fi
    if can_apt; then
        # shellcheck disable=SC2086  # a list of package names
        apt_install $debian
    elif [ "$(uname -s)" = Darwin ]; then
        say "缺少测试用的程序，用到它们的测试会跳过。安装方法：brew install$brew"
    else
        say "缺少测试用的程序，用到它们的测试会跳过。安装方法：sudo apt install --no-install-recommends$debian"
    fi
}

install_validator() {
    has_node || return 0
    stamp=$VALIDATOR/node_modules/stamp
    made_from="$(cksum <$VALIDATOR/package-lock.json) $(uname -sm)"
    if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$made_from" ]; then
        return
    fi
    say "正在安装 Open XML 校验器"
    (cd $VALIDATOR && twice npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null) ||
        die "Open XML 校验器没有装上（npm ci），原因见上面几行；请检查网络后重试。"
    printf '%s\n' "$made_from" >"$stamp"
}

# ---------------------------------------------------------------------------------------------------------------

case "${1-}" in
demo)
    make_venv
    install_packages stamp-demo --editable .
    ;;
develop)
    make_venv
    install_packages stamp-develop --editable . --group dev
    cp "$VENV/stamp-develop" "$VENV/stamp-demo"
    install_programs
    install_validator
    ;;
*)
    die "用法：sh tools/bootstrap.sh {demo|develop}"
    ;;
esac
