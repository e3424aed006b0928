/** The images of the host, pulls, and the credentials for registries. */
@NullMarked
package rtm.docker.image;

import org.jspecify.annotations.NullMarked;
