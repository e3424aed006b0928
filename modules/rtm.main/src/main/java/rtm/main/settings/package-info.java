/**
 * The settings: every environment variable of the service, their cross checks, and the problems an
 * operator has to mend, all named at once. Nothing here opens a connection or reads a file.
 */
@NullMarked
package rtm.main.settings;

import org.jspecify.annotations.NullMarked;
