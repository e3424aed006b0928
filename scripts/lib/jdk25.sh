# shellcheck shell=bash
# Finds a JDK 25 and exports JAVA_HOME. Tries JAVA_HOME itself, then the usual folders, then PATH.

is_jdk25() {
    [[ -x $1/bin/javac && -x $1/bin/jlink ]] && grep -q '^JAVA_VERSION="25' "$1/release" 2>/dev/null
}

use_jdk25() {
    local candidate on_path
    on_path=$(command -v java || true)
    [[ -z $on_path ]] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/jdk-25* /opt/java/* "$on_path"; do
        if [[ -n $candidate ]] && is_jdk25 "$candidate"; then
            export JAVA_HOME=$candidate PATH=$candidate/bin:$PATH
            return
        fi
    done
    echo "No JDK 25 found: install one under /usr/lib/jvm (for example Eclipse Temurin 25, https://adoptium.net) or set JAVA_HOME to it." >&2
    return 1
}
