/** Real servers and the packaged program, started and stopped by tests. */
@NullMarked
package rtm.testkit.server;

import org.jspecify.annotations.NullMarked;
