/**
 * The background workers: job consumers, Docker events, inspect, probe, reconcile and cleanup, and
 * the outbox relay.
 */
module rtm.workers {
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    requires transitive rtm.domain;
    requires static org.jspecify;

    exports rtm.workers;
    exports rtm.workers.wiring;
}
