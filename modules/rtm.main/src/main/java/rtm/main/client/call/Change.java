package rtm.main.client.call;

/**
 * The answer to a change that was made.
 *
 * @param answer the body
 * @param nothingToDo whether all was as it should be before
 */
public record Change(String answer, boolean nothingToDo) {}
