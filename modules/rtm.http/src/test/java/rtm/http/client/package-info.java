/** The clients against real servers on loopback ports. */
@NullMarked
package rtm.http.client;

import org.jspecify.annotations.NullMarked;
