/**
 * What the service knows and decides: the model of a runtime, the rules of its life, the use cases
 * and the ports through which they reach the world. Everything else depends on this module; it
 * depends on nothing but the logging API.
 */
module rtm.domain {
    // Behind rtm.domain.log only; no other package of the service speaks to it.
    requires org.slf4j;
    // Annotations for the compiler, which also stand in signatures; not needed in the image.
    requires static transitive org.jspecify;

    exports rtm.domain.daemon;
    exports rtm.domain.ending;
    exports rtm.domain.health;
    exports rtm.domain.image;
    exports rtm.domain.log;
    exports rtm.domain.model;
    exports rtm.domain.node;
    exports rtm.domain.operation;
    exports rtm.domain.overview;
    exports rtm.domain.port;
    exports rtm.domain.port.node;
    exports rtm.domain.port.upkeep;
    exports rtm.domain.reconcile;
    exports rtm.domain.rule;
    exports rtm.domain.state;
    exports rtm.domain.text;
    exports rtm.domain.time;
    exports rtm.domain.usecase;
}
