/** Has a name in its manifest and no descriptor. */
module com.github.dockerjava.transport {
    exports com.github.dockerjava.transport;
}
