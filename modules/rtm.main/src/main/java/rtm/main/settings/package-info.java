/**
 * The settings: every environment variable of the service, the rules between them, and all problems
 * that an operator must fix, reported at once. Nothing here opens a connection or reads a file.
 */
@NullMarked
package rtm.main.settings;

import org.jspecify.annotations.NullMarked;
