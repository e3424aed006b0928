/**
 * The Redis adapter: the job streams and their offsets, the published streams, and the lease that
 * allows only one operation at a time on a game.
 */
module rtm.streams {
    exports rtm.streams;

    requires dsl.json;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    // dsl-json uses java.sql types in its signatures without requiring the module.
    requires java.sql;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires lettuce.core;
    requires transitive rtm.domain;
    requires static org.jspecify;
}
