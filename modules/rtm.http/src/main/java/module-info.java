/**
 * The HTTP adapter, both ways: the REST listener with its probes, and the clients that ask Lobby
 * about a game, an engine about its health, and another node about its games.
 */
module rtm.http {
    // Reads bodies strictly: duplicate keys and trailing content are refused.
    requires com.fasterxml.jackson.core;
    requires dsl.json;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    requires java.net.http;
    // dsl-json has java.sql types in its signatures and does not say so.
    requires java.sql;
    requires transitive rtm.domain;
    // Holds org.xnio and org.jboss.* too, in the image. Never require xnio.api or xnio.nio: that
    // compiles, and then does not link. The pom lets the compiler see them.
    requires undertow.core;
    requires static org.jspecify;

    exports rtm.http;
    exports rtm.http.client;
}
