/**
 * The command line of operators: asks the running service over HTTP, and prints what it answers.
 * The service itself loads nothing of this package.
 */
@NullMarked
package rtm.main.client;

import org.jspecify.annotations.NullMarked;
