/**
 * Open, because Jackson binds to its classes too. BouncyCastle (Docker over TLS) and
 * commons-compress (building images, copying archives) are left out: the code that this service
 * calls uses no class of theirs.
 */
open module com.github.dockerjava.core {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires transitive com.github.dockerjava.api;
    requires transitive com.github.dockerjava.transport;
    requires com.google.common;
    requires org.apache.commons.io;
    requires org.apache.commons.lang3;
    requires org.slf4j;

    exports com.github.dockerjava.core;
    exports com.github.dockerjava.core.async;
    exports com.github.dockerjava.core.command;
    exports com.github.dockerjava.core.dockerfile;
    exports com.github.dockerjava.core.exception;
    exports com.github.dockerjava.core.exec;
    exports com.github.dockerjava.core.util;
}
