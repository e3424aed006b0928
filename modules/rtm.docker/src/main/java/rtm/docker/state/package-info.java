/**
 * The games' state folders on the host. They belong to the host and not to Docker, which only
 * mounts them.
 */
@NullMarked
package rtm.docker.state;

import org.jspecify.annotations.NullMarked;
