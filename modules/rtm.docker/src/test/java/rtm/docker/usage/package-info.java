@NullMarked
package rtm.docker.usage;

import org.jspecify.annotations.NullMarked;
