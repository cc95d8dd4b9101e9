# Time and peak memory of a training step by the number of hidden nodes, one curve a series.
#
# Run with the string variables `table` (scaling.tsv), `figure` (the file to write) and `format` (svg or png):
#   gnuplot -e "table = 'scaling.tsv'; figure = 'scaling.svg'; format = 'svg'" scaling.gp

width = 1180
height = 520
face = 'DejaVu Sans'
if (format eq 'svg') {
    set terminal svg size width, height dynamic enhanced font face.',16' name 'scaling' background '#ffffff'
}
if (format eq 'png') {
    set terminal pngcairo size 2 * width, 2 * height enhanced font face.',16' fontscale 1.5 linewidth 2 pointscale 2 background '#ffffff'
}
marker = format eq 'svg' ? 0.65 : 1.2
set encoding utf8
set output figure

# Looks as in pipeline/plots: Okabe & Ito's colours; PyTorch is dashed.
ink = '#222222'
colours = '#0072B2 #009E73 #D55E00 #CC79A7 #56B4E9 #E69F00 #444444 #8a6d3b'
markers = '7 9 5 13 11 6 8 4'
set datafile separator tab
series = system("awk -F '\t' 'NR > 1 && !seen[$1]++ {printf \"%s\\\"%s\\\"\", (n++ ? \" \" : \"\"), $1}' '".table."'")
colour(k) = word(colours, (k - 1) % 8 + 1)
dash(k) = word(series, k)[1:7] eq 'PyTorch' ? 2 : 1
only(k, column) = strcol(1) eq word(series, k) ? column : NaN

set border 3 linewidth 1 linecolor rgb ink
set tics nomirror out scale 0.6 textcolor rgb ink font face.',14'
set grid xtics ytics back linetype 1 linewidth 0.7 linecolor rgb '#d9d9d9'
set logscale xy
set format x '%.0f'
set xtics 1000, 10
set for [k = 0:6] xtics add (sprintf('%.0f', 10**k) 10**k, '' 2 * 10**k 1, '' 5 * 10**k 1)
set xlabel 'hidden nodes' font face.',16' textcolor rgb ink
set bmargin at screen 0.15
set tmargin at screen 0.87
stats table using 2 every ::1 nooutput name 'nodes'
set xrange [nodes_min / 1.25:nodes_max * 1.25]

set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.395
set label 1 'Time of a step' at screen 0.03, screen 0.94 font face.',18' textcolor rgb ink
set format y '%g'
set ylabel 'ms (first steps, batch of 100)' font face.',16' textcolor rgb ink
unset key
plot for [k = 1:words(series)] table every ::1 using (only(k, $2)):5 with linespoints linewidth 2.2 dashtype dash(k) pointtype int(word(markers, (k - 1) % 8 + 1)) pointsize marker linecolor rgb colour(k)

set lmargin at screen 0.475
set rmargin at screen 0.785
set label 1 'Peak memory' at screen 0.42, screen 0.94
set ylabel 'MB, data and libraries included'
set key at screen 0.8, screen 0.87 left top Left reverse samplen 2 spacing 1.4 font face.',14' textcolor rgb ink noenhanced
plot for [k = 1:words(series)] table every ::1 using (only(k, $2)):6 with linespoints linewidth 2.2 dashtype dash(k) pointtype int(word(markers, (k - 1) % 8 + 1)) pointsize marker linecolor rgb colour(k) title word(series, k)
unset multiplot
unset output
