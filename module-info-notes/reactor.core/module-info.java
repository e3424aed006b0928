/**
 * Lettuce reads a field of reactor.core.publisher by reflection. The services for Micrometer and
 * BlockHound are left out with those libraries.
 */
module reactor.core {
    requires java.logging;
    requires transitive org.reactivestreams;
    requires org.slf4j;

    exports reactor.adapter;
    exports reactor.core;
    exports reactor.core.observability;
    exports reactor.core.publisher;
    exports reactor.core.scheduler;
    exports reactor.util;
    exports reactor.util.annotation;
    exports reactor.util.concurrent;
    exports reactor.util.context;
    exports reactor.util.function;
    exports reactor.util.retry;

    opens reactor.core.publisher to
            lettuce.core;
}
