/**
 * Looks up services of modules above it. To read them it would need a cycle, so rtm.main gives it a
 * loader instead. The API calls the impl package.
 */
module io.opentelemetry.common {
    requires java.logging;

    exports io.opentelemetry.common;
    exports io.opentelemetry.common.impl;
}
