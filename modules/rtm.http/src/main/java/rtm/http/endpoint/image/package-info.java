/** The routes of the host's images. */
@NullMarked
package rtm.http.endpoint.image;

import org.jspecify.annotations.NullMarked;
