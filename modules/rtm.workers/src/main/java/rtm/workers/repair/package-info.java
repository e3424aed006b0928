/** Records are compared with containers, and made to agree. */
@NullMarked
package rtm.workers.repair;

import org.jspecify.annotations.NullMarked;
