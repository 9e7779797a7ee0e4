"""The overview for leaders (总览): figures within one's scope, each with the list behind it."""
