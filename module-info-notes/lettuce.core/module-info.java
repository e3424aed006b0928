/**
 * Lettuce needs netty-resolver-dns to start, although it declares it as optional. java.naming is
 * for the lookup of service records. The CDI extension of META-INF/services is left out: there is
 * no CDI here. jdk.net contains the keep-alive settings of sockets, which Lettuce finds by name: a
 * module that nobody requires is in the image, but is not resolved when the program starts.
 */
module lettuce.core {
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires io.netty.transport;
    requires io.netty.transport.unix.common;
    requires java.naming;
    requires jdk.net;
    requires transitive org.reactivestreams;
    requires org.slf4j;
    requires transitive reactor.core;
    requires redis.clients.authentication.core;
    requires static com.fasterxml.jackson.core;
    requires static com.fasterxml.jackson.databind;
    requires static jdk.jfr;

    exports io.lettuce.authx;
    exports io.lettuce.core;
    exports io.lettuce.core.annotations;
    exports io.lettuce.core.api;
    exports io.lettuce.core.api.async;
    exports io.lettuce.core.api.coroutines;
    exports io.lettuce.core.api.push;
    exports io.lettuce.core.api.reactive;
    exports io.lettuce.core.api.sync;
    exports io.lettuce.core.array;
    exports io.lettuce.core.cluster;
    exports io.lettuce.core.cluster.api;
    exports io.lettuce.core.cluster.api.async;
    exports io.lettuce.core.cluster.api.coroutines;
    exports io.lettuce.core.cluster.api.push;
    exports io.lettuce.core.cluster.api.reactive;
    exports io.lettuce.core.cluster.api.sync;
    exports io.lettuce.core.cluster.event;
    exports io.lettuce.core.cluster.models.partitions;
    exports io.lettuce.core.cluster.models.slots;
    exports io.lettuce.core.cluster.pubsub;
    exports io.lettuce.core.cluster.pubsub.api.async;
    exports io.lettuce.core.cluster.pubsub.api.reactive;
    exports io.lettuce.core.cluster.pubsub.api.sync;
    exports io.lettuce.core.cluster.topology;
    exports io.lettuce.core.codec;
    exports io.lettuce.core.datastructure.queue;
    exports io.lettuce.core.dynamic;
    exports io.lettuce.core.dynamic.annotation;
    exports io.lettuce.core.dynamic.batch;
    exports io.lettuce.core.dynamic.codec;
    exports io.lettuce.core.dynamic.domain;
    exports io.lettuce.core.dynamic.intercept;
    exports io.lettuce.core.dynamic.output;
    exports io.lettuce.core.dynamic.parameter;
    exports io.lettuce.core.dynamic.segment;
    exports io.lettuce.core.dynamic.support;
    exports io.lettuce.core.event;
    exports io.lettuce.core.event.cluster;
    exports io.lettuce.core.event.command;
    exports io.lettuce.core.event.connection;
    exports io.lettuce.core.event.jfr;
    exports io.lettuce.core.event.metrics;
    exports io.lettuce.core.failover;
    exports io.lettuce.core.failover.api;
    exports io.lettuce.core.failover.event;
    exports io.lettuce.core.failover.health;
    exports io.lettuce.core.failover.metrics;
    exports io.lettuce.core.internal;
    exports io.lettuce.core.json;
    exports io.lettuce.core.json.arguments;
    exports io.lettuce.core.masterreplica;
    exports io.lettuce.core.masterslave;
    exports io.lettuce.core.metrics;
    exports io.lettuce.core.models.command;
    exports io.lettuce.core.models.role;
    exports io.lettuce.core.models.stream;
    exports io.lettuce.core.output;
    exports io.lettuce.core.probabilistic;
    exports io.lettuce.core.probabilistic.arguments;
    exports io.lettuce.core.protocol;
    exports io.lettuce.core.pubsub;
    exports io.lettuce.core.pubsub.api.async;
    exports io.lettuce.core.pubsub.api.reactive;
    exports io.lettuce.core.pubsub.api.sync;
    exports io.lettuce.core.resource;
    exports io.lettuce.core.search;
    exports io.lettuce.core.search.aggregateutils;
    exports io.lettuce.core.search.arguments;
    exports io.lettuce.core.search.arguments.hybrid;
    exports io.lettuce.core.sentinel;
    exports io.lettuce.core.sentinel.api;
    exports io.lettuce.core.sentinel.api.async;
    exports io.lettuce.core.sentinel.api.coroutines;
    exports io.lettuce.core.sentinel.api.reactive;
    exports io.lettuce.core.sentinel.api.sync;
    exports io.lettuce.core.support;
    exports io.lettuce.core.support.caching;
    exports io.lettuce.core.support.http;
    exports io.lettuce.core.tracing;
    exports io.lettuce.core.vector;

    uses io.lettuce.core.json.JsonParser;
    uses io.lettuce.core.support.http.HttpClientProvider;

    provides io.lettuce.core.json.JsonParser with
            io.lettuce.core.json.DefaultJsonParser;
    provides io.lettuce.core.support.http.HttpClientProvider with
            io.lettuce.core.support.http.NettyHttpClientProvider;
}
