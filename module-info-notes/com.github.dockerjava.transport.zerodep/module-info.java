/** Contains its own copy of an HTTP client. JNA is left out: the JDK opens the unix socket. */
module com.github.dockerjava.transport.zerodep {
    requires transitive com.github.dockerjava.transport;
    requires org.slf4j;
    requires static java.security.jgss;

    exports com.github.dockerjava.zerodep;
}
