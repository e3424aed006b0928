/**
 * A real listener on a loopback port, raw sockets in front of it, a service in memory behind it.
 */
@NullMarked
package rtm.http;

import org.jspecify.annotations.NullMarked;
