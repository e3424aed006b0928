/**
 * Reports to systemd, as its protocol for services of {@code Type=notify} has it. Java has no
 * datagrams on Unix sockets, so this calls the C library. Nothing here is loaded where systemd does
 * not name a socket.
 */
@NullMarked
package rtm.main.systemd;

import org.jspecify.annotations.NullMarked;
