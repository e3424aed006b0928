/**
 * The Redis adapter: the job streams and their offsets, the published streams, and the lease that
 * lets one operation work on a game.
 */
module rtm.streams {
    exports rtm.streams;

    requires dsl.json;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    // dsl-json has java.sql types in its signatures and does not say so.
    requires java.sql;
    requires lettuce.core;
    requires transitive rtm.domain;
    requires static org.jspecify;
}
