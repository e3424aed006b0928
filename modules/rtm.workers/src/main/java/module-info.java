/**
 * The background workers: job consumers, Docker events, inspect, probe, reconcile and cleanup, with
 * the relay of the outbox and the renewal of the leases.
 */
module rtm.workers {
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    requires transitive rtm.domain;
    requires static org.jspecify;

    exports rtm.workers;
}
