# Layout of figures made of panels dataset-examples, accuracy-by-epoch and accuracy-grid.
#
# Run in a folder with figure.gp (canvas, colour map), panel-1.gp ... (variables of each panel) and their data,
# with the string variable `format` set to svg, pdf or png; writes figure.FORMAT. The module Figures makes those
# files. What is drawn comes from there; how it looks is decided here.

load 'figure.gp'

# One unit is a pixel of SVG, a point of PDF, two pixels of PNG. The terminals differ in what a font's
# point and a marker's size are; fontscale and marker make them alike. Texts are placed by units, not by lines.
face = 'DejaVu Sans'
if (format eq 'svg') {
    set terminal svg size canvasWidth, canvasHeight dynamic enhanced font face.',16' name figureName background '#ffffff'
}
if (format eq 'pdf') {
    set terminal pdfcairo size canvasWidth / 72.0, canvasHeight / 72.0 enhanced font face.',16' fontscale 0.74 linewidth 1.5 background '#ffffff'
}
if (format eq 'png') {
    set terminal pngcairo size 2 * canvasWidth, 2 * canvasHeight enhanced font face.',16' fontscale 1.5 linewidth 2 pointscale 2 background '#ffffff'
}
marker = format eq 'svg' ? 0.65 : format eq 'pdf' ? 1.3 : 1.2
set encoding utf8
set output 'figure.'.format

# Looks. Curves differ in colour (Okabe & Ito, safe for colour-blind readers), dash and marker; style 1 is dense.
ink = '#222222'
faint = '#8a8a8a'
curveColour = '#D55E00 #0072B2 #009E73 #CC79A7 #56B4E9 #E69F00 #444444 #8a6d3b'
curveMarker = '4 7 9 5 11 13 6 8'
array curveDash[8] = ['(12,5)', 'solid', '(3,4)', '(14,4,3,4)', '(7,3)', '(2,2)', '(16,6)', '(5,2,2,2)']
stops = |colourStops|
palette = ''
do for [k = 1:stops] { palette = palette.sprintf("%s%d '%s'", k > 1 ? ', ' : '', k - 1, colourStops[k]) }

# Lengths in units as fractions of the canvas.
across(units) = units / (1.0 * canvasWidth)
up(units) = units / (1.0 * canvasHeight)
style(k) = int(curveStyle[k] - 1) % 8 + 1
smaller(a, b) = a < b ? a : b

set multiplot
do for [panel = 1:panels] {
    reset
    load sprintf('panel-%d.gp', panel)
    name = sprintf('panel-%d', panel)
    set border 3 linewidth 1 linecolor rgb ink
    set tics nomirror out scale 0.6 textcolor rgb ink font face.',15'
    set format '%g'
    unset key
    set label 1 letter at screen frameLeft + across(18), screen frameTop - up(30) font face.' Bold,26' textcolor rgb ink noenhanced
    set label 2 panelTitle at screen frameLeft + across(54), screen frameTop - up(30) font face.',18' textcolor rgb ink noenhanced

    if (kind eq 'dataset-examples') {
        # Square units (pixels of images): the strip is as wide as the canvas allows and no taller than its frame.
        units = (exampleCount - 1) * examplePitch + exampleColumns
        pixel = smaller((canvasWidth - 110.0) / units, ((frameTop - frameBottom) * canvasHeight - 84.0) / exampleRows)
        left = frameLeft + across(54)
        top = frameTop - up(52)
        set lmargin at screen left
        set rmargin at screen left + across(pixel * units)
        set tmargin at screen top
        set bmargin at screen top - up(pixel * exampleRows)
        set xrange [-0.5:units - 0.5]
        set yrange [exampleRows - 0.5:-0.5]
        unset border
        unset tics
        do for [k = 1:exampleCount] {
            set label 10 + k className[k] at (k - 1) * examplePitch + exampleColumns / 2.0 - 0.5, exampleRows - 0.5 + 16 / pixel center font face.',15' textcolor rgb ink noenhanced
        }
        set label 3 exampleNote at screen frameRight - across(56), screen frameTop - up(30) right font face.',14' textcolor rgb '#555555' noenhanced
        examples = name.'-examples.tsv'
        frames = "name.'-frames.tsv' using ($1):(0):($1 - 0.5):($2 - 0.5):(-0.5):(exampleRows - 0.5) with boxxyerror fillstyle empty linewidth 0.7 linecolor rgb faint"
        if (exampleKind eq 'image') { eval 'plot examples using 1:2:3:4:5 with rgbimage, '.frames }
        if (exampleKind eq 'series') { eval 'plot '.frames.', examples using 1:2 with lines linewidth 0.9 linecolor rgb ink' }
    }

    if (kind eq 'accuracy-by-epoch') {
        set lmargin at screen frameLeft + across(84)
        set rmargin at screen frameRight - across(136)
        set tmargin at screen frameTop - up(84)
        set bmargin at screen frameBottom + up(68)
        set label 3 hiddenNodes.' hidden nodes; '.bandText at screen frameLeft + across(54), screen frameTop - up(56) font face.',14' textcolor rgb '#555555' noenhanced
        set xrange [epochs > 1 ? 1 - 0.04 * (epochs - 1) : 0.5 : epochs > 1 ? epochs + 0.04 * (epochs - 1) : 1.5]
        set yrange [accuracyLow:accuracyHigh]
        set xtics 1, epochs > 60 ? 10 : epochs > 24 ? 5 : epochs > 12 ? 2 : 1
        set ytics accuracyStep
        set grid ytics back linetype 1 linewidth 0.7 linecolor rgb '#d9d9d9'
        set label 6 'training epochs' at graph 0.5, screen frameBottom + up(17) center font face.',16' textcolor rgb ink
        set label 7 'test accuracy (%)' at screen frameLeft + across(24), graph 0.5 center rotate font face.',16' textcolor rgb ink
        if (chance >= accuracyLow && chance <= accuracyHigh) {
            set arrow 1 from graph 0, first chance to graph 1, first chance nohead linewidth 1 dashtype (2,4) linecolor rgb faint
            set label 4 'chance' at graph 0.98, first chance + 0.025 * (accuracyHigh - accuracyLow) right font face.',13' textcolor rgb '#666666'
        }
        do for [k = 1:curves] {
            colour = word(curveColour, style(k))
            if (curvePoints[k] > 0) {
                if (curveDash[style(k)] eq 'solid') {
                    set arrow 10 + k from graph 1.02, first curveLabelHeight[k] to graph 1.12, first curveLabelHeight[k] nohead linewidth 2.2 linecolor rgb colour dashtype solid
                } else {
                    eval sprintf("set arrow 10 + k from graph 1.02, first curveLabelHeight[k] to graph 1.12, first curveLabelHeight[k] nohead linewidth 2.2 linecolor rgb colour dashtype %s", curveDash[style(k)])
                }
                set label 30 + k '' at graph 1.07, first curveLabelHeight[k] point pointtype int(word(curveMarker, style(k))) pointsize marker linecolor rgb colour
            }
            set label 50 + k curveLabel[k] at graph (curvePoints[k] > 0 ? 1.14 : 1.02), first curveLabelHeight[k] font face.',15' textcolor rgb ink noenhanced
        }
        command = ''
        do for [k = 1:curves] {
            if (curvePoints[k] > 0) {
                file = sprintf('%s-curve-%d.tsv', name, k)
                colour = word(curveColour, style(k))
                command = command.sprintf("'%s' using 1:3:4 with filledcurves fillstyle transparent solid 0.18 noborder linecolor rgb '%s', ", file, colour)
            }
        }
        do for [k = 1:curves] {
            if (curvePoints[k] > 0) {
                file = sprintf('%s-curve-%d.tsv', name, k)
                colour = word(curveColour, style(k))
                command = command.sprintf("'%s' using 1:2 with linespoints linewidth 2.2 dashtype %s pointtype %s pointsize marker linecolor rgb '%s', ", file, curveDash[style(k)], word(curveMarker, style(k)), colour)
            }
        }
        eval 'plot '.command.'NaN'
    }

    if (kind eq 'accuracy-grid') {
        set lmargin at screen frameLeft + across(96)
        set rmargin at screen frameRight - across(112)
        set tmargin at screen frameTop - up(84)
        set bmargin at screen frameBottom + up(68)
        wide = ((frameRight - frameLeft) * canvasWidth - 208.0) / columns
        high = ((frameTop - frameBottom) * canvasHeight - 152.0) / rows
        # Mean, sd and, where networks are missing, their number below each other.
        large = smaller(26, smaller(wide / 3.3, high / (shortages > 0 ? 3.4 : 2.6)))
        line = large / high
        raised = shortages > 0 ? 0.40 : 0
        largeFont = sprintf('%s,%.1f', face, large)
        smallFont = sprintf('%s,%.1f', face, large * 0.72)
        set label 3 epochText.'; '.bandText at screen frameLeft + across(54), screen frameTop - up(56) font face.',14' textcolor rgb '#555555' noenhanced
        set xrange [0.5:columns + 0.5]
        set yrange [0.5:rows + 0.5]
        unset border
        set tics scale 0
        set xtics () ; set ytics ()
        if (columns > 7) { set xtics font face.',13' }
        set for [k = 1:columns] xtics add (columnLabel[k] k)
        set for [k = 1:rows] ytics add (rowLabel[k] k)
        set label 6 'hidden nodes' at graph 0.5, screen frameBottom + up(17) center font face.',16' textcolor rgb ink
        set label 7 'density (connection probability)' at screen frameLeft + across(24), graph 0.5 center rotate font face.',16' textcolor rgb ink
        eval 'set palette defined ('.palette.')'
        set cbrange [accuracyLow:accuracyHigh]
        set cbtics accuracyStep scale 0.4 font face.',15' textcolor rgb ink
        if (cells > 0) { set label 8 'mean test accuracy (%)' at screen frameRight - across(22), graph 0.5 center rotate font face.',16' textcolor rgb ink }
        set colorbox user origin screen frameRight - across(96), screen frameBottom + up(68) size screen across(16), screen (frameTop - frameBottom) - up(152) noborder
        gap = 0.5 - 1.0 / wide
        gapUp = 0.5 - 1.0 / high
        if (cells == 0) { unset colorbox }
        command = ''
        if (cells > 0) {
            command = command."name.'-cells.tsv' using 1:2:($1-gap):($1+gap):($2-gapUp):($2+gapUp):3 with boxxyerror fillstyle solid 1 noborder linecolor palette, "
            command = command."name.'-cells.tsv' using 1:($2+line*(raised+0.38)):5:4 with labels center font largeFont textcolor rgb variable, "
            command = command."name.'-cells.tsv' using 1:($2+line*(raised-0.62)):6:4 with labels center font smallFont textcolor rgb variable, "
            command = command."name.'-cells.tsv' using 1:($2+line*(raised-1.42)):7:4 with labels center font smallFont textcolor rgb variable, "
        }
        if (holes > 0) {
            command = command."name.'-holes.tsv' using 1:2:($1-gap):($1+gap):($2-gapUp):($2+gapUp) with boxxyerror fillstyle pattern 4 linecolor rgb '#c8c8c8' linewidth 0.6, "
            command = command."name.'-holes.tsv' using 1:2:('not run') with labels center font smallFont textcolor rgb '#444444' boxed, "
            set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4, 0.4
        }
        eval 'plot '.command.'NaN'
    }
}
unset multiplot
unset output
