# shellcheck shell=bash
# Prints each step with its duration, a failure with its step and reason, and always runs the cleanup.
#
#   ui_init <folder for logs>
#   at_exit <command...>            runs at the end, last added first, also after a failure
#   step "what" <command...>        prints one line; the command's output goes to a log, and is shown if it fails
#   step_shown "what" <command...>  the same, but shows the output immediately
#   step_note <words...>            adds words to the line of the current step
#   run_waiting <command...>        for long programs: a signal to the script ends them at once

UI_LOG=/dev/null
UI_STEP=
UI_CHILD=
UI_WHY=
UI_NOTE=
UI_SUMMARY=()
UI_EXITS=()

ui_init() {
    mkdir -p "$1"
    UI_LOG=$1/steps.log
    : >"$UI_LOG"
    exec 3>&1 </dev/null
    trap ui_finish EXIT
    trap 'UI_WHY=interrupted; exit 130' INT
    trap 'UI_WHY=terminated; exit 143' TERM HUP
}

at_exit() {
    local line
    printf -v line '%q ' "$@"
    UI_EXITS+=("$line")
}

say() { printf '%s\n' "$*" >&3; }
step_note() { UI_NOTE="${UI_NOTE:+$UI_NOTE, }$*"; }
die() {
    UI_WHY=$*
    exit 1
}

now_ms() {
    local now=${EPOCHREALTIME/[.,]/}
    printf '%s' $((now / 1000))
}

seconds_since() {
    local ms=$(($(now_ms) - $1))
    printf '%d.%01d s' $((ms / 1000)) $((ms % 1000 / 100))
}

ui_step_begin() {
    UI_STEP=$1
    UI_NOTE=
    UI_STARTED=$(now_ms)
    printf '\n== %s\n' "$1" >>"$UI_LOG"
    UI_FROM=$(stat -c %s "$UI_LOG")
}

ui_step_end() {
    local took
    took=$(seconds_since "$UI_STARTED")
    UI_SUMMARY+=("$(printf '%9s  %s' "$took" "$UI_STEP")")
    say "$(printf '  %9s  %s%s' "$took" "$UI_STEP" "${UI_NOTE:+ ($UI_NOTE)}")"
    UI_STEP=
}

# The command must not be part of a condition: "set -e" must work inside it.
step() {
    ui_step_begin "$1"
    shift
    "$@" >>"$UI_LOG" 2>&1
    ui_step_end
}

step_shown() {
    ui_step_begin "$1"
    say "             $1 ..."
    shift
    "$@"
    ui_step_end
}

run_waiting() {
    local code=0
    "$@" </dev/null &
    UI_CHILD=$!
    wait "$UI_CHILD" || code=$?
    UI_CHILD=
    return "$code"
}

# Gone, or dead and not yet reaped by its parent.
process_gone() {
    local state
    state=$(ps -o stat= -p "$1" 2>/dev/null) || return 0
    [[ $state == Z* ]]
}

# Ends one process that this script started: TERM, then KILL if it still runs after some seconds.
end_process() {
    local pid=$1 patience=${2:-20} i
    kill -TERM "$pid" 2>/dev/null || return 0
    for ((i = 0; i < patience * 20; i++)); do
        if process_gone "$pid"; then return 0; fi
        sleep 0.05
    done
    kill -KILL "$pid" 2>/dev/null || true
}

# Waits until a command succeeds: wait_until <seconds> <command...>
wait_until() {
    local until=$(($(now_ms) + $1 * 1000))
    shift
    until "$@" >/dev/null 2>&1; do
        (($(now_ms) < until)) || return 1
        sleep 0.1
    done
}

# Prints a free loopback port: the requested one if it is free.
free_port() {
    local port=$1
    while (exec 9<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        port=$((20000 + RANDOM % 12000))
    done
    printf '%s' "$port"
}

ui_finish() {
    local code=$? i
    trap - EXIT
    trap '' INT TERM HUP
    set +e
    if ((code != 0)) && [[ -n $UI_STEP ]]; then
        say "     FAILED  $UI_STEP, after $(seconds_since "$UI_STARTED")${UI_WHY:+: $UI_WHY}"
        if [[ $code != 130 && $code != 143 ]]; then
            tail -c "+$((UI_FROM + 1))" "$UI_LOG" | tail -n 25 | sed 's/^/             | /' >&3
        fi
    elif ((code != 0)); then
        say "FAILED${UI_WHY:+: $UI_WHY}"
    fi
    [[ -z $UI_CHILD ]] || end_process "$UI_CHILD" 60
    for ((i = ${#UI_EXITS[@]} - 1; i >= 0; i--)); do
        eval "${UI_EXITS[i]}" >>"$UI_LOG" 2>&1
    done
    ((code == 0 || code == 130 || code == 143)) || code=1
    exit "$code"
}
