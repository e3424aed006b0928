package rtm.domain.model;

/**
 * An id, a reference or an address whose {@code toString} is the text that people read and write.
 */
public interface PrintedName {

    /** The text itself, without the name of the type. */
    @Override
    String toString();
}
