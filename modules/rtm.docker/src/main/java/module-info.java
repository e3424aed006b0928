/**
 * The Docker adapter: images, containers and events of one daemon, over its socket; and the state
 * folders on its host.
 */
module rtm.docker {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.github.dockerjava.api;
    requires com.github.dockerjava.core;
    requires com.github.dockerjava.transport;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    requires transitive rtm.domain;
    // Annotations for the compiler, not needed in the image.
    requires static org.immutables.value.annotations;
    requires static org.jspecify;

    exports rtm.docker;
    exports rtm.docker.state;
}
