/**
 * The run that fills the AOT cache during packaging: it uses the libraries of the image as a boot
 * does, against its own stub servers, and fails the build if one does not load or answer. The
 * service runs none of it, and it has no rules about runtimes.
 */
@NullMarked
package rtm.main.training;

import org.jspecify.annotations.NullMarked;
