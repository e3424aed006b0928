/**
 * Looks up services of modules above it, for which it would need to read them, a cycle: rtm.main
 * hands it a loader of its own instead. The impl package is called by the API.
 */
module io.opentelemetry.common {
    requires java.logging;

    exports io.opentelemetry.common;
    exports io.opentelemetry.common.impl;
}
