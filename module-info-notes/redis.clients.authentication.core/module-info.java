/** Has a name in its manifest but no descriptor; Lettuce needs it to start. */
module redis.clients.authentication.core {
    requires org.slf4j;

    exports redis.clients.authentication.core;
}
