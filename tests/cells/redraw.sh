# Fills the screen anew at every size and says which.
draw() {
  size=$(stty size)
  rows=${size% *} columns=${size#* }
  # Spaces, not an erased row: tmux does not tell the background of erased cells.
  printf '\033[2J\033[H\033[44m%-*s\033[0m' "$columns" "${columns}x$rows"
  row=2
  while [ "$row" -lt "$rows" ]; do
    printf '\033[%d;%dH\033[3%dm#%d\033[0m' "$row" "$((row % columns + 1))" "$((row % 8))" "$row"
    row=$((row + 1))
  done
  printf '\033[%d;%dH\033[7m%s\033[0m' "$rows" "$((columns - 3))" end
}
printf '\033[?1049h\033[?25l'
trap draw WINCH
draw
while :; do
  # Ends at a signal.
  sleep 1000 &
  wait $!
done
