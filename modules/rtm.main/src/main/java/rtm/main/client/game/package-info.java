/** Games and what is done with them, as the commands read and print them. */
@NullMarked
package rtm.main.client.game;

import org.jspecify.annotations.NullMarked;
