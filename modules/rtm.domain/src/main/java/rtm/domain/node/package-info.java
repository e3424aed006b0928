/** What operators do with nodes: open, close and give them up, and move games between them. */
@NullMarked
package rtm.domain.node;

import org.jspecify.annotations.NullMarked;
