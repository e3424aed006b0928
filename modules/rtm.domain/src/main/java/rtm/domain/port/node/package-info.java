/** The ports for the nodes among each other: where a game is, and what operators say of a node. */
@NullMarked
package rtm.domain.port.node;

import org.jspecify.annotations.NullMarked;
