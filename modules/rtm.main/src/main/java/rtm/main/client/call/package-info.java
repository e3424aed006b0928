/** Requests to the running service, and its answers. */
@NullMarked
package rtm.main.client.call;

import org.jspecify.annotations.NullMarked;
