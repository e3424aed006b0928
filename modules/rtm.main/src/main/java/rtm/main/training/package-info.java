/**
 * The run that fills the AOT cache while the program is packed: it exercises every library of the
 * image as a boot does, against servers that it plays itself, and fails the build when one does not
 * load or answer. Nothing of it runs in the service, and no rule of a runtime's life stands here.
 */
@NullMarked
package rtm.main.training;

import org.jspecify.annotations.NullMarked;
