/** Bounds the replies of Redis, byte by byte, before the client library collects them. */
@NullMarked
package rtm.streams.wire;

import org.jspecify.annotations.NullMarked;
