/** Images: what is on the host, pulls, and the credentials of registries. */
@NullMarked
package rtm.docker.image;

import org.jspecify.annotations.NullMarked;
