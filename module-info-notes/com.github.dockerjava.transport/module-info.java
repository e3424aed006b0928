/** Has a name in its manifest but no descriptor. */
module com.github.dockerjava.transport {
    exports com.github.dockerjava.transport;
}
