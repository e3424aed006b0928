/** The routes of nodes. */
@NullMarked
package rtm.http.endpoint.node;

import org.jspecify.annotations.NullMarked;
