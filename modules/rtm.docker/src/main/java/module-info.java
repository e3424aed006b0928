/** The Docker adapter: images, containers and events of one engine, over its socket. */
module rtm.docker {
    requires com.github.dockerjava.api;
    requires com.github.dockerjava.core;
    requires com.github.dockerjava.transport;
    requires com.github.dockerjava.transport.zerodep;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    requires transitive rtm.domain;
    requires static org.jspecify;
}
