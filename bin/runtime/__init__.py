"""What the commands in bin/ do: servers, environment, processes. Nothing here imports Django."""
