/**
 * Fakes that are real implementations of the ports, the suites every implementation must pass, and
 * servers for tests. Nothing here is shipped, and nothing of the shipped modules may need it.
 */
@NullMarked
package rtm.testkit;

import org.jspecify.annotations.NullMarked;
