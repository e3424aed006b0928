/**
 * What engines use: from the kernel's control groups, or from Docker where those are out of reach.
 */
@NullMarked
package rtm.docker.usage;

import org.jspecify.annotations.NullMarked;
